/** The messages that no proxy may misread, in tables. */
@NullMarked
package io.weir.conformance.corpus;

import org.jspecify.annotations.NullMarked;
