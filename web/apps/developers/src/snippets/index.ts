// The same call in every language we show.
import { curl } from "./curl";
import { node } from "./node";
import { php } from "./php";
import { python } from "./python";
import type { Snippet } from "./call";

export { type Call, type Given } from "./call";

export const languages: readonly { readonly name: string; readonly snippet: Snippet; readonly needs: string }[] = [
  { name: "curl", snippet: curl, needs: "" },
  { name: "Python", snippet: python, needs: "pip install KalturaApiClient lxml" },
  { name: "Node", snippet: node, needs: "npm install kaltura-client" },
  { name: "PHP", snippet: php, needs: "composer require kaltura/api-client-library" },
];
