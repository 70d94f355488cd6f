/** Where the double's hosts listen, without a slash at the end. */
export interface Urls {
  /** `api.github.com`. */
  readonly api: string;
  /** `uploads.github.com`. */
  readonly uploads: string;
  /** Where downloads are redirected to, under another host name. */
  readonly storage: string;
  /** `github.com`: git over HTTP, addresses for people. */
  readonly server: string;
}
