package codeblocking.identity;

import codeblocking.project.Author;
import codeblocking.project.UserId;
import java.util.Set;

/**
 * Who is calling, as a verified token says.
 *
 * @param author of the saves they cause
 * @param roles {@code user}, {@code operator} or both
 */
public record Caller(UserId user, Author author, Set<String> roles) {
  public static final String USER = "user";
  public static final String OPERATOR = "operator";

  public Caller {
    roles = Set.copyOf(roles);
  }

  public boolean isOperator() {
    return roles.contains(OPERATOR);
  }
}
