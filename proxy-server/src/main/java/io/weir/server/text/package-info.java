/** How amounts and JSON are written. */
@NullMarked
package io.weir.server.text;

import org.jspecify.annotations.NullMarked;
