/** The tables of the results. */
@NullMarked
package io.weir.conformance.report;

import org.jspecify.annotations.NullMarked;
