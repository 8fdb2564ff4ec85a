/** What load generator and origin agree on: paths and the pattern of all bodies. */
@NullMarked
package io.weir.stall.wire;

import org.jspecify.annotations.NullMarked;
