package io.weir.versus.load;

import java.util.List;

/** Headers as a browser and a site send them. */
public final class BrowserHeaders {

    private static final int COOKIE_BYTES = 1024;

    /** Of a request; with Host there are 20. The cookie has 1 kB. */
    public static final List<String> REQUEST = List.of(
            "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
            "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
            "Accept-Language: de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7",
            "Accept-Encoding: gzip, deflate, br, zstd",
            "Referer: https://www.shop.test/catalogue/shoes?page=3&sort=price",
            "Origin: https://www.shop.test",
            "Sec-CH-UA: \"Chromium\";v=\"140\", \"Not=A?Brand\";v=\"24\"",
            "Sec-CH-UA-Mobile: ?0",
            "Sec-CH-UA-Platform: \"Linux\"",
            "Sec-Fetch-Site: same-origin",
            "Sec-Fetch-Mode: navigate",
            "Sec-Fetch-User: ?1",
            "Sec-Fetch-Dest: document",
            "Upgrade-Insecure-Requests: 1",
            "Cache-Control: max-age=0",
            "Pragma: no-cache",
            "DNT: 1",
            "Priority: u=0, i",
            "Cookie: " + cookie());

    /** Of a response, beside those that nginx writes itself. */
    public static final List<String> RESPONSE = List.of(
            "Cache-Control: private, no-cache, must-revalidate",
            "Expires: Thu, 01 Jan 1970 00:00:01 GMT",
            "Vary: Accept-Encoding, Origin, Cookie",
            "Set-Cookie: session=8f14e45fceea167a5a36dedd4bea2543; Path=/; Secure; HttpOnly; SameSite=Lax",
            "Strict-Transport-Security: max-age=31536000; includeSubDomains; preload",
            "Content-Security-Policy: default-src 'self'; script-src 'self' https://static.shop.test; img-src * data:",
            "X-Content-Type-Options: nosniff",
            "X-Frame-Options: SAMEORIGIN",
            "Referrer-Policy: strict-origin-when-cross-origin",
            "Permissions-Policy: geolocation=(), camera=(), microphone=()",
            "Content-Language: de",
            "Link: <https://static.shop.test/site.css>; rel=preload; as=style",
            "Server-Timing: db;dur=12.4, app;dur=31.7",
            "X-Request-Id: 7b1c3f8e-2f0e-4b58-9a37-1a2b3c4d5e6f",
            "Accept-Ranges: none");

    private BrowserHeaders() {}

    private static String cookie() {
        StringBuilder cookie = new StringBuilder();
        for (int i = 0; cookie.length() < COOKIE_BYTES; i++) {
            cookie.append(i == 0 ? "" : "; ")
                    .append("preference")
                    .append(i)
                    .append("=c4ca4238a0b923820dcc509a6f75849b");
        }
        return cookie.substring(0, COOKIE_BYTES);
    }
}
