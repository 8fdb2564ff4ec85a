/** Tests of {@code docker/kubernetes}. */
package io.weir.manifests;
