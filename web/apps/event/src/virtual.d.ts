declare module "virtual:licences" {
  /** Address of the page with the licences of what is bundled. */
  const address: string;
  export default address;
}
