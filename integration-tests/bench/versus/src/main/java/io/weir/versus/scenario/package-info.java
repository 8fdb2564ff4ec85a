/** The scenarios: what each starts, loads and measures. */
@NullMarked
package io.weir.versus.scenario;

import org.jspecify.annotations.NullMarked;
