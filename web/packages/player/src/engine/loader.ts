// The hls.js loader with token renewal around it.
import type { HlsConfig, Loader, LoaderCallbacks, LoaderConfiguration, LoaderContext, LoaderStats } from "hls.js";
import type { Renewal } from "./renewal";

type Base = new (config: HlsConfig) => Loader<LoaderContext>;

/** HTTP status of an expired or revoked token. */
const REFUSED = 403;

export function renewingLoader(Base: Base, renewal: Renewal): Base {
  return class implements Loader<LoaderContext> {
    context: LoaderContext | null = null;
    #config: HlsConfig;
    #inner: Loader<LoaderContext>;
    #over = false;

    constructor(config: HlsConfig) {
      this.#config = config;
      this.#inner = new Base(config);
    }

    get stats(): LoaderStats {
      return this.#inner.stats;
    }

    load(context: LoaderContext, configuration: LoaderConfiguration, callbacks: LoaderCallbacks<LoaderContext>): void {
      this.context = context;
      this.#send(context, configuration, callbacks, false);
    }

    abort(): void {
      this.#over = true;
      this.#inner.abort();
    }

    destroy(): void {
      this.#over = true;
      this.context = null;
      this.#inner.destroy();
    }

    getCacheAge(): number | null {
      return this.#inner.getCacheAge?.() ?? null;
    }

    getResponseHeader(name: string): string | null {
      return this.#inner.getResponseHeader?.(name) ?? null;
    }

    #send(context: LoaderContext, configuration: LoaderConfiguration, callbacks: LoaderCallbacks<LoaderContext>, again: boolean): void {
      const url = renewal.address(context.url);
      this.#inner.load({ ...context, url }, configuration, {
        ...callbacks,
        onSuccess: (response, stats, _, details) => callbacks.onSuccess(response, stats, context, details),
        onTimeout: (stats, _, details) => callbacks.onTimeout(stats, context, details),
        ...(callbacks.onProgress && { onProgress: (stats, _, data, details) => callbacks.onProgress?.(stats, context, data, details) }),
        ...(callbacks.onAbort && { onAbort: (stats, _, details) => callbacks.onAbort?.(stats, context, details) }),
        onError: (error, _, details, stats) => {
          if (error.code !== REFUSED || again) {
            callbacks.onError(error, context, details, stats);
            return;
          }
          void renewal.refused(url).then((renewed) => {
            if (this.#over) return;
            if (!renewed) {
              callbacks.onError(error, context, details, stats);
              return;
            }
            this.#inner.destroy();
            this.#inner = new Base(this.#config);
            this.#send(context, configuration, callbacks, true);
          });
        },
      });
    }
  };
}
