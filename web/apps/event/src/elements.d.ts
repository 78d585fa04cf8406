// The custom element as Svelte sees it in a template.
import type { PlenaryPlayer } from "@plenary/player";

declare module "svelte/elements" {
  export interface SvelteHTMLElements {
    "plenary-player": Partial<Pick<PlenaryPlayer, "renew">> & {
      src?: string | undefined;
      autoplay?: boolean;
      "page-keys"?: boolean;
      label?: string;
      "starts-at"?: number | undefined;
      holding?: "" | undefined;
      children?: import("svelte").Snippet;
    };
  }
}
