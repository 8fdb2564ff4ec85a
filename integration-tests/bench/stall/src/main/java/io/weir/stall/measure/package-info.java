/** What is read from the machine and from Weir while the load runs. */
@NullMarked
package io.weir.stall.measure;

import org.jspecify.annotations.NullMarked;
