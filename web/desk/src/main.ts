/** The desk's behaviour: htmx under a strict content policy, and the libraries its pages lean on. */
import htmx from "htmx.org";
import { countChosen } from "./choosing";
import { handFilesOver } from "./handing";
import { listenToKeys } from "./keys";
import { planByHand } from "./plan";
import { openSheets } from "./sheet";

// The content policy of the desk allows no eval and no inline style.
htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;

countChosen();
handFilesOver();
listenToKeys();
openSheets();
planByHand();
