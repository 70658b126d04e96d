// The trust boundary: what gets in, and what the sender learns when it does not.
import "./callback-body.ts";
import "./callback-signature.ts";
import "./callback-ciphertext.ts";
import "./callback-token.ts";
import "./callback-challenge.ts";
import "./callback-old-card.ts";
import "./callback-keys.ts";
import "./callback-failure.ts";
import "./callback-vectors.ts";
