/**
 * HTMX makes the pages quicker where there is JavaScript; every page and form works without it.
 */

import htmx from "htmx.org";

import "./chat.js";

// The content policy allows no inline style and no eval.
htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.selfRequestsOnly = true;
// What people ask is nobody's business: keep no pages in the browser's storage, and load again on 'back'.
htmx.config.historyCacheSize = 0;
htmx.config.refreshOnHistoryMiss = true;

/** HTMX keeps the address of the page in the browser's storage too, and the question stands in the address. */
function forget() {
  try {
    sessionStorage.removeItem("htmx-current-path-for-history");
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

forget();
document.addEventListener("htmx:pushedIntoHistory", forget);
document.addEventListener("htmx:replacedInHistory", forget);
