import { LarkAuthError, type Log, tellOf } from "../base/index.ts";
import { type Ask, dropAppTicket, loadAppTicket, saveAppTicket, type TicketPlace } from "../store/index.ts";
import { TICKET_INVALID, type TokenRequests } from "./token-requests.ts";

/** How often a new ticket is requested at most, in milliseconds. */
const RESEND_INTERVAL_MS = 60_000;

const HINT = "another push of the app_ticket was requested: try again";

/** The `app_ticket` of a marketplace app: in the store, where the dispatcher saves it, and in memory. */
export class AppTicket {
  readonly #requests: TokenRequests;
  readonly #place: TicketPlace;
  readonly #appId: string;
  readonly #ask: Ask;
  readonly #log: Log;
  #known: string | undefined;
  #wasGiven = false;
  #resentAt = 0;

  constructor(requests: TokenRequests, place: TicketPlace, appId: string, ask: Ask, log: Log) {
    this.#requests = requests;
    this.#place = place;
    this.#appId = appId;
    this.#ask = ask;
    this.#log = log;
  }

  /**
   * Gives the ticket.
   *
   * @throws {TypeError} There is no ticket, and no place where one could arrive.
   * @throws {LarkAuthError} No ticket has arrived yet. Another push was requested.
   */
  async get(): Promise<string> {
    const stored = await this.#ask(() => loadAppTicket(this.#place, this.#appId));
    const ticket = stored?.value ?? this.#known;
    if (ticket) {
      return ticket;
    }
    if (!this.#place.store && !this.#wasGiven) {
      throw new TypeError(
        "no app_ticket: call setAppTicket, or pass the same store to the client and to EventDispatcher, which saves it",
      );
    }
    await this.#resend();
    throw new LarkAuthError(`auth.v3.app_access_token: no app_ticket has arrived yet; ${HINT}`, {
      code: "LARK_AUTH",
      operation: "auth.v3.app_access_token",
      platformCode: TICKET_INVALID,
      category: "refused",
      tokenKind: "app_access_token",
    });
  }

  /** Keeps a ticket. */
  async set(ticket: string): Promise<void> {
    this.#known = ticket;
    this.#wasGiven = true;
    await saveAppTicket(this.#place, this.#appId, ticket);
  }

  /**
   * Drops a ticket that the platform refused: it is not sent again, and the next one is stored whatever its time.
   *
   * @returns The error to throw.
   */
  async refused(ticket: string, error: LarkAuthError): Promise<LarkAuthError> {
    if (this.#known === ticket) {
      this.#known = undefined;
    }
    await this.#ask(() => dropAppTicket(this.#place, this.#appId, ticket));
    await this.#resend();
    return new LarkAuthError(`${error.message}; ${HINT}`, { ...error });
  }

  async #resend(): Promise<void> {
    const now = Date.now();
    if (Math.abs(now - this.#resentAt) > RESEND_INTERVAL_MS) {
      this.#resentAt = now;
      await this.#requests.resendTicket().catch((error) => {
        this.#log("warn", "app_ticket/resend:", tellOf(error));
      });
    }
  }
}
