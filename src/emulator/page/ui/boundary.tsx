import { Component, type ComponentChildren } from "preact";
import { t } from "../language/language.ts";

interface Props {
  /** What is drawn, in words: `This message`. */
  what: string;
  /** Another value draws the content again. */
  of?: unknown;
  children: ComponentChildren;
}

/** Keeps an error of one part from emptying the page. */
export class Boundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static override getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override componentDidUpdate({ of }: Props): void {
    if (this.state.failed && of !== this.props.of) {
      this.setState({ failed: false });
    }
  }

  override render({ what, children }: Props): ComponentChildren {
    if (!this.state.failed) {
      return children;
    }
    return (
      <p class="failed" role="alert">
        {t("{what} could not be drawn.", { what })}{" "}
        <button type="button" class="button small" onClick={() => this.setState({ failed: false })}>
          {t("Try again")}
        </button>
      </p>
    );
  }
}
