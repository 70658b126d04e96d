// The dispatcher, behind the trust boundary.
import "./event-shapes.ts";
import "./event-answers.ts";
