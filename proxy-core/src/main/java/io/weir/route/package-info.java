/** The ordered rules that lead a request head to its backend. */
@NullMarked
package io.weir.route;

import org.jspecify.annotations.NullMarked;
