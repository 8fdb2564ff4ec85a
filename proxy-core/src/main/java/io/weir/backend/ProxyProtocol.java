package io.weir.backend;

/** Whether servers are told of the client by a header of PROXY protocol, before the first byte. */
public enum ProxyProtocol {
    /** They are not. */
    OFF,
    /** By a line of text. */
    V1,
    /** By a binary header. */
    V2
}
