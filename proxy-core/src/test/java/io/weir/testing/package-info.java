/** What the tests of every module share: the leak check and the rules of the house. */
@NullMarked
package io.weir.testing;

import org.jspecify.annotations.NullMarked;
