/** Reloads under load: changed configurations by the hundred while clients of Weir check every answer and every byte. */
@NullMarked
package io.weir.stall.reload;

import org.jspecify.annotations.NullMarked;
