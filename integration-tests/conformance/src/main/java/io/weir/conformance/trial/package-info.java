/** One message through one proxy to one server, and what became of it. */
@NullMarked
package io.weir.conformance.trial;

import org.jspecify.annotations.NullMarked;
