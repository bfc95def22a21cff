/**
 * HTMX makes the pages quicker where there is JavaScript; every page and form works without it.
 */

import htmx from "htmx.org";

// The content policy allows no inline style and no eval.
htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.selfRequestsOnly = true;
// What people ask is nobody's business: keep no pages in the browser's storage, and load again on 'back'.
htmx.config.historyCacheSize = 0;
htmx.config.refreshOnHistoryMiss = true;
