// The page that is shown, and moving between pages without loading anew.
import { addressOf, routeOf, type Route } from "./routes";

export class Router {
  route: Route = $state.raw(routeOf(new URL(location.href)));
  /** A sentence for the page that is gone to: what was just done. */
  notice: string | undefined = $state();
  /** Counts moves, so that the page can bring the focus along. */
  moves = $state(0);

  start(): void {
    self.addEventListener("popstate", () => this.#show(undefined));
    document.addEventListener("click", (event) => this.#click(event));
  }

  go(route: Route, notice?: string): void {
    history.pushState(null, "", addressOf(route));
    this.#show(notice);
    scrollTo(0, 0);
  }

  /** The same page with another search or number: no new place in the history, no move of the focus. */
  become(route: Route): void {
    history.replaceState(null, "", addressOf(route));
    this.route = route;
  }

  #show(notice: string | undefined): void {
    this.notice = notice;
    this.route = routeOf(new URL(location.href));
    this.moves += 1;
  }

  #click(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element).closest?.("a");
    if (!link || link.target === "_blank" || link.origin !== location.origin || !/^\/admin(\/|$)/.test(link.pathname) || link.hash !== "") return;
    event.preventDefault();
    this.go(routeOf(new URL(link.href)));
  }
}
