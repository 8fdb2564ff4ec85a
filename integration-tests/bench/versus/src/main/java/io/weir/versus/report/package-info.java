/** What was measured, whether it meets the bars, and how it is shown. */
@NullMarked
package io.weir.versus.report;

import org.jspecify.annotations.NullMarked;
