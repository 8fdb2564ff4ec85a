package io.weir.server.reload;

/** A caller that asks what a reload would change, by what it may come to know. */
public enum Asker {
    /** Is told which secrets would change, though no value of one. */
    MAY_WRITE,
    /** Is told nothing of secrets: the answer would say whether a guess of one is right. */
    MAY_READ
}
