/** Takes a changed configuration over while the program runs: finds the change, tells it in words, and says why one is refused. */
@NullMarked
package io.weir.server.reload;

import org.jspecify.annotations.NullMarked;
