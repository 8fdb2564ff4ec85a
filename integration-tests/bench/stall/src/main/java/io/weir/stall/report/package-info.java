/** Tables and the verdict. */
@NullMarked
package io.weir.stall.report;

import org.jspecify.annotations.NullMarked;
