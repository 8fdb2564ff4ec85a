/** The speed bench: what to run, and the order in which it is run. */
@NullMarked
package io.weir.versus;

import org.jspecify.annotations.NullMarked;
