/** The access log: one line on standard output for each exchange. */
@NullMarked
package io.weir.server.log;

import org.jspecify.annotations.NullMarked;
