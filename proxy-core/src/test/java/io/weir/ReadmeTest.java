package io.weir;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** README.md tells the truth of embedding. */
final class ReadmeTest {

    private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CLASS = Pattern.compile("class (\\w+)");
    private static final Pattern NEEDS = Pattern.compile("`io\\.weir:proxy-core`; it needs ([^)]*)\\)");
    private static final Pattern DEPENDENCY = Pattern.compile("<dependency>(.*?)</dependency>", Pattern.DOTALL);
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([^<]+)</artifactId>");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    @TempDir
    private Path classes;

    @Test
    void its_java_compiles() throws IOException, URISyntaxException {
        List<String> examples = all(JAVA, readme());
        assertThat(examples).isNotEmpty();
        for (String example : examples) {
            StringWriter messages = new StringWriter();
            assertThat(compile(example, messages)).as("%s", messages).isTrue();
        }
    }

    @Test
    void it_names_all_that_the_engine_needs() throws IOException {
        String needs = all(NEEDS, readme()).get(0);
        String[] compiled = all(DEPENDENCY, Files.readString(Path.of("pom.xml"))).stream()
                .filter(dependency -> !dependency.contains("<scope>test</scope>"))
                .flatMap(dependency -> all(ARTIFACT, dependency).stream())
                .toArray(String[]::new);
        assertThat(all(CODE, needs)).containsExactlyInAnyOrder(compiled);
    }

    private boolean compile(String source, StringWriter messages) throws URISyntaxException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Path engine = Path.of(
                Weir.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        String classPath = engine + File.pathSeparator + System.getProperty("java.class.path");
        List<String> options = List.of("-proc:none", "-d", classes.toString(), "-cp", classPath);
        return compiler.getTask(messages, null, null, options, null, List.of(new Source(source)))
                .call();
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(result -> result.group(1)).toList();
    }

    private static String readme() throws IOException {
        return Files.readString(Path.of("..", "README.md"));
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String text) {
            super(URI.create("string:///" + all(CLASS, text).get(0) + ".java"), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
