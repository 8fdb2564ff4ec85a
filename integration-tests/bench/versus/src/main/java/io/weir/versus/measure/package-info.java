/** What the kernel and the JVM tell of a proxy at work. */
@NullMarked
package io.weir.versus.measure;

import org.jspecify.annotations.NullMarked;
