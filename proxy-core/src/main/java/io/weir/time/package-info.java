/** Time as an argument: the only code that reads a clock or sets a timer. */
@NullMarked
package io.weir.time;

import org.jspecify.annotations.NullMarked;
