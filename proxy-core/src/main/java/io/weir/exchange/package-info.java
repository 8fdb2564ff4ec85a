/**
 * One request and its response, whatever version of HTTP carries them: routing, search for a server, pace, deadlines, the story for the log. Knows
 * no connection: the ports {@link io.weir.exchange.FrontStream} and {@link io.weir.exchange.BackStream} are what it speaks through.
 */
@NullMarked
package io.weir.exchange;

import org.jspecify.annotations.NullMarked;
