/** The duties of an intermediary, one check for each, with client and server scripted byte by byte. */
@NullMarked
package io.weir.conformance.duty;

import org.jspecify.annotations.NullMarked;
