package codeblocking.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The document is written by hand, so a test holds it to what the code answers. */
final class ApiDocumentTest {
  private static final Pattern PATH = Pattern.compile("^ {2}(/\\S+):$");
  private static final Pattern METHOD = Pattern.compile("^ {4}(get|post|put|delete):$");

  /** Answered by servlets and by the server itself. */
  private static final Set<String> OTHERS =
      Set.of(
          "get /api/events",
          "get /git/{project}.git/{service}",
          "post /git/{project}.git/{service}",
          "get /health/live",
          "get /health/ready",
          "get /metrics");

  @Test
  void it_names_every_call_and_no_other() throws IOException {
    Set<String> expected = new TreeSet<>(OTHERS);
    expected.addAll(calls());
    assertThat(documented()).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static Set<String> calls() {
    Set<String> calls = new TreeSet<>();
    for (JavaClass each : new ClassFileImporter().importPackages("codeblocking.web")) {
      if (each.isAnnotatedWith(Path.class)) {
        each.getMethods().forEach(method -> call(each, method).ifPresent(calls::add));
      }
    }
    return calls;
  }

  private static java.util.Optional<String> call(JavaClass resource, JavaMethod method) {
    return method.getAnnotations().stream()
        .filter(annotation -> annotation.getRawType().isAnnotatedWith(HttpMethod.class))
        .findFirst()
        .map(
            annotation ->
                annotation.getRawType().getSimpleName().toLowerCase(java.util.Locale.ROOT)
                    + " /api"
                    + joined(
                        resource.getAnnotationOfType(Path.class).value(),
                        method.tryGetAnnotationOfType(Path.class).map(Path::value).orElse("")));
  }

  private static String joined(String parent, String child) {
    String path = "/" + parent + "/" + child;
    return path.replaceAll("/+", "/").replaceAll("/$", "").replaceAll(": [^}]+}", "}");
  }

  private static Set<String> documented() throws IOException {
    Set<String> calls = new TreeSet<>();
    String path = "";
    for (String line : document().split("\n")) {
      Matcher asPath = PATH.matcher(line);
      Matcher asMethod = METHOD.matcher(line);
      if (asPath.matches()) {
        path = asPath.group(1);
      } else if (asMethod.matches()) {
        calls.add(asMethod.group(1) + " " + path);
      }
    }
    return calls;
  }

  private static String document() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            ApiDocumentTest.class.getResourceAsStream("/META-INF/openapi.yaml"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
