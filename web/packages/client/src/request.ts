// One call of the API, described but not sent: the functions in generated/ make them.

declare const answered: unique symbol;

/** What is called and with what; `T` is what a good answer holds. */
export interface ApiRequest<T> {
  readonly service: string;
  readonly action: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly [answered]?: T;
}

export function request<T>(service: string, action: string, params: object): ApiRequest<T> {
  return { service, action, params: params as Record<string, unknown> };
}
