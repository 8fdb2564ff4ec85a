/** What the proxies are loaded with. */
@NullMarked
package io.weir.versus.load;

import org.jspecify.annotations.NullMarked;
