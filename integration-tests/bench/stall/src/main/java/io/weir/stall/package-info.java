/** The stalled-clients bench: what to run, and the order in which it is run. */
@NullMarked
package io.weir.stall;

import org.jspecify.annotations.NullMarked;
