/** The words that name why something ended or was refused: the same in the error page, the metrics and the log. */
@NullMarked
package io.weir.reason;

import org.jspecify.annotations.NullMarked;
