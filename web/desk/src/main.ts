/** The desk's behaviour: htmx under a strict content policy, and the two libraries its pages lean on. */
import htmx from "htmx.org";
import Sortable from "sortablejs";
import { tinykeys } from "tinykeys";

// The content policy of the desk allows no eval and no inline style.
htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;

declare global {
  interface Window {
    htmx: typeof htmx;
    Sortable: typeof Sortable;
    tinykeys: typeof tinykeys;
  }
}

Object.assign(window, { htmx, Sortable, tinykeys });
