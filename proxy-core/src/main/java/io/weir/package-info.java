/** The engine as one object: state its settings, start it, drain it, close it. */
@NullMarked
package io.weir;

import org.jspecify.annotations.NullMarked;
