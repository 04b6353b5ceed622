//! Tests as people: the command line, the browser, crashes. Nothing here ships.
