/** Settings of the engine as records that are valid once they exist. */
@NullMarked
package io.weir.settings;

import org.jspecify.annotations.NullMarked;
