/** The fixed supply of buffers, and the fair line of those that wait for one. */
@NullMarked
package io.weir.buffer;

import org.jspecify.annotations.NullMarked;
