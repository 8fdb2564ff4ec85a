/** Bytes on the wire: sending them, receiving them, and reading them strictly, independent of any proxy's parser. */
@NullMarked
package io.weir.conformance.wire;

import org.jspecify.annotations.NullMarked;
