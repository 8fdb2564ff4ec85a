/** The clients: those that stall, and those that send small requests beside them. */
@NullMarked
package io.weir.stall.load;

import org.jspecify.annotations.NullMarked;
