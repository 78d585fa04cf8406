// The session that calls carry. It is kept in this object and nowhere else: no storage, no cookie, no address.
import { call, sessionGet, sessionStart, SessionType } from "@plenary/client/api";

export type Wish = { readonly by: "ks"; readonly ks: string } | { readonly by: "secret"; readonly partner: string; readonly secret: string; readonly user: string; readonly admin: boolean };
export type SignIn = { readonly ok: true } | { readonly failed: "unreachable" } | { readonly failed: "refused"; readonly message: string };

export interface Who {
  readonly admin: boolean;
  readonly user: string;
  readonly partner: number;
}

export class Session {
  ks: string | undefined = $state();
  /** Nothing if the session may not be asked who it is. */
  who: Who | undefined = $state();

  async signIn(wish: Wish): Promise<SignIn> {
    let ks: string;
    if (wish.by === "ks") {
      ks = wish.ks.trim();
    } else {
      const type = wish.admin ? SessionType.ADMIN : SessionType.USER;
      const started = await call(sessionStart({ secret: wish.secret.trim(), userId: wish.user.trim(), type, partnerId: Number(wish.partner) }));
      if ("failed" in started) return started.failed === "refused" ? { failed: "refused", message: started.error.message } : { failed: "unreachable" };
      ks = started.value;
    }
    const info = await call(sessionGet(), ks);
    if ("failed" in info) {
      // Only administrators may ask; a session that does not hold is another matter.
      if (info.failed === "unreachable") return { failed: "unreachable" };
      if (info.error.code === "INVALID_KS") return { failed: "refused", message: info.error.message };
      this.who = wish.by === "secret" ? { admin: wish.admin, user: wish.user.trim(), partner: Number(wish.partner) } : undefined;
    } else {
      const { sessionType, userId, partnerId } = info.value;
      this.who = { admin: sessionType === SessionType.ADMIN, user: userId ?? "", partner: partnerId ?? 0 };
    }
    this.ks = ks;
    return { ok: true };
  }

  forget(): void {
    this.ks = undefined;
    this.who = undefined;
  }
}
