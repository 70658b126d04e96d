import { Component, type FunctionComponent, h, type JSX } from "preact";
import { LanguageContext } from "./context.ts";

function differ(before: object, after: object): boolean {
  const keys = Object.keys(after);
  return (
    keys.length !== Object.keys(before).length ||
    keys.some((key) => !Object.is(Reflect.get(before, key), Reflect.get(after, key)))
  );
}

/** A component that is drawn again only when one of its properties, or the language, is another one. */
export function memo<P extends object>(Drawn: FunctionComponent<P>): new (props: P) => Component<P> {
  return class extends Component<P> {
    static override contextType = LanguageContext;
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      return differ(this.props, next);
    }
    override render(): JSX.Element {
      return h(Drawn, this.props as P & { children?: never });
    }
  };
}
