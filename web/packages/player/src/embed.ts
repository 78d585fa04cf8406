// /player.js: defines <plenary-player> in a page of another site.
import { definePlayer } from "./element";

definePlayer();
