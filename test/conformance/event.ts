// The dispatcher, behind the trust boundary.
import "./event-shapes.ts";
import "./event-answers.ts";
import "./event-context.ts";
import "./event-time.ts";
import "./event-ticket.ts";
import "./event-once.ts";
import "./event-queue.ts";
import "./event-secrets.ts";
