/** The command line: {@code run}, {@code proxy}, {@code check}, {@code demo}. */
@NullMarked
package io.weir.server.cli;

import org.jspecify.annotations.NullMarked;
