// A cell's code made to run: what it declares at the top level goes to the scope that
// all cells share, and what it and its functions read and write there is found there.
//
//   let n = 1;                           $cells.n = 1; $run.at = 1;
//   function up() { return ++n; }        $cells.up = up;  (before all else)
//                                        function up() { return ++$cells.n; }
//   up()                                 return [(0, $cells.up)()];
//
// It works on the parsed code, before TypeScript takes the types out.
import { assignAll, target, withName } from "./assignments";
import { importedNames } from "./declared";
import {
  isAmbient,
  isReference,
  isScopeName,
  isTopLevelVar,
  namesIn,
  refersToScope,
} from "./references";
import { internals, type SourceFile, ts } from "./typescript";

const { factory } = ts;

/** The names in compiled code for the cells' scope, and for the run that it is part of. */
export interface Names {
  scope: string;
  run: string;
}

/** The names to use in a file: such as it does not use itself. */
export function freeNames({ identifiers }: SourceFile): Names {
  const free = (name: string): string => (identifiers.has(name) ? free(`${name}_`) : name);
  return { scope: free("$cells"), run: free("$run") };
}

/** How far a cell has to come, in steps, until a name it declares is there. */
export type Steps = Map<string, number>;

/** The step that turns a cell's code into code that runs, and fills `steps`. */
export function cellTransformer(
  file: SourceFile,
  names: Names,
  steps: Steps,
  isValue: (name: ts.Identifier) => boolean,
): ts.TransformerFactory<ts.SourceFile> {
  return (context) => () => new CellTransformer(context, file, names, steps, isValue).transform();
}

const INSTANTIATED = 1;

class CellTransformer {
  private step = 0;
  private readonly hoisted: ts.Statement[] = [];

  constructor(
    private readonly context: ts.TransformationContext,
    private readonly file: SourceFile,
    private readonly names: Names,
    private readonly steps: Steps,
    private readonly isValue: (name: ts.Identifier) => boolean,
  ) {}

  transform(): ts.SourceFile {
    const { file } = this;
    const last = file.statements.length - 1;
    const statements = file.statements.flatMap((statement, index) =>
      this.statement(statement, index === last),
    );
    return factory.updateSourceFile(file, [...this.hoisted, ...statements]);
  }

  private statement(node: ts.Statement, isLast: boolean): ts.Statement[] {
    if (ts.isImportDeclaration(node)) return this.there(importedNames(node));
    if (ts.isImportEqualsDeclaration(node)) return this.importEquals(node);
    if (ts.isExportDeclaration(node)) return this.exports(node);
    if (ts.isExportAssignment(node)) return this.value(node.expression, node, isLast);
    if (ts.isExpressionStatement(node)) return this.value(node.expression, node, isLast);
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) {
      return this.there([node.name.text]);
    }
    if (isAmbient(node)) return this.ambient(node);
    if (ts.isVariableStatement(node)) return this.variables(node);
    if (ts.isFunctionDeclaration(node)) return this.functionDeclaration(node);
    if (ts.isClassDeclaration(node)) return this.classDeclaration(node);
    if (ts.isEnumDeclaration(node)) {
      const bare = factory.updateEnumDeclaration(node, without(node), node.name, node.members);
      return this.local(ts.visitEachChild(bare, this.visit, this.context), node.name);
    }
    if (ts.isModuleDeclaration(node)) return this.namespace(node);
    return this.other(node);
  }

  /** Says that names are there from the beginning. */
  private there(names: string[]): ts.Statement[] {
    for (const name of names) if (!this.steps.has(name)) this.steps.set(name, 0);
    return [];
  }

  private ambient(node: ts.Statement): ts.Statement[] {
    const { name } = node as ts.Statement & { name?: ts.Node };
    if (name && ts.isIdentifier(name)) this.there([name.text]);
    if (ts.isVariableStatement(node)) {
      this.there(node.declarationList.declarations.flatMap(({ name }) => namesIn(name)));
    }
    return [];
  }

  /** A statement that ends with the names it declares being there. */
  private declared(names: string[], statements: ts.Statement[]): ts.Statement[] {
    this.step++;
    for (const name of names) this.steps.set(name, this.step);
    return [...statements, this.mark()];
  }

  private mark(): ts.Statement {
    const at = factory.createPropertyAccessExpression(id(this.names.run), "at");
    return asStatement(factory.createAssignment(at, factory.createNumericLiteral(this.step)));
  }

  private value(expression: ts.Expression, node: ts.Statement, isLast: boolean): ts.Statement[] {
    const visited = this.visitExpression(expression);
    const statement = isLast
      ? // In a list: what an asynchronous function returns would be awaited.
        factory.createReturnStatement(factory.createArrayLiteralExpression([visited]))
      : asStatement(visited);
    return [at(statement, node)];
  }

  private variables(node: ts.VariableStatement): ts.Statement[] {
    const { declarationList: list } = node;
    const isUsing = (list.flags & ts.NodeFlags.Using) !== 0;
    const kind = list.flags & ts.NodeFlags.BlockScoped;
    return list.declarations.flatMap((declaration) => {
      const names = namesIn(declaration.name);
      const { initializer, name } = declaration;
      if (isUsing || !ts.isIdentifier(name)) {
        const plain = ts.visitEachChild(declaration, this.visit, this.context);
        const local = factory.createVariableStatement(
          undefined,
          factory.createVariableDeclarationList([plain], kind || ts.NodeFlags.Const),
        );
        const statements = [at(local, declaration), ...names.map((each) => this.keep(each))];
        // A resource is disposed of at the end of the block that it is declared in: the cell's.
        return this.declared(names, isUsing ? statements : [factory.createBlock(statements, true)]);
      }
      if (!initializer && !kind) return this.declared(names, []);
      const value = initializer
        ? withName(name, this.visitExpression(initializer))
        : factory.createVoidZero();
      const assignment = factory.createAssignment(this.inScope(name), value);
      return this.declared(names, [at(asStatement(assignment), declaration)]);
    });
  }

  private functionDeclaration(node: ts.FunctionDeclaration): ts.Statement[] {
    if (!node.name && node.body) {
      const { asteriskToken, typeParameters, parameters, type, body } = node;
      const modifiers = without(node);
      const value = factory.createFunctionExpression(
        modifiers,
        asteriskToken,
        undefined,
        typeParameters,
        parameters,
        type,
        body,
      );
      return [at(asStatement(ts.visitEachChild(value, this.visit, this.context)), node)];
    }
    if (!node.name) return [];
    if (node.body) {
      if (!this.steps.has(node.name.text)) this.hoisted.push(this.keep(node.name.text));
      this.there([node.name.text]);
    }
    const bare = factory.updateFunctionDeclaration(
      node,
      without(node),
      node.asteriskToken,
      node.name,
      node.typeParameters,
      node.parameters,
      node.type,
      node.body,
    );
    return [ts.visitEachChild(bare, this.visit, this.context)];
  }

  private classDeclaration(node: ts.ClassDeclaration): ts.Statement[] {
    const { name, typeParameters, heritageClauses, members } = node;
    const modifiers = without(node, true);
    if (!name) {
      const parts = [name, typeParameters, heritageClauses, members] as const;
      const value = factory.createClassExpression(modifiers, ...parts);
      return [at(asStatement(ts.visitEachChild(value, this.visit, this.context)), node)];
    }
    const bare = factory.updateClassDeclaration(
      node,
      modifiers,
      name,
      typeParameters,
      heritageClauses,
      members,
    );
    return this.local(ts.visitEachChild(bare, this.visit, this.context), name);
  }

  private namespace(node: ts.ModuleDeclaration): ts.Statement[] {
    if (!ts.isIdentifier(node.name)) return [];
    if (internals.getModuleInstanceState(node) !== INSTANTIATED) {
      return this.there([node.name.text]);
    }
    const bare = factory.updateModuleDeclaration(node, without(node), node.name, node.body);
    return this.local(ts.visitEachChild(bare, this.visit, this.context), node.name);
  }

  /** A declaration that stays one, its value kept in the scope as well. */
  private local(node: ts.Statement, { text }: ts.Identifier): ts.Statement[] {
    return this.declared([text], [node, this.keep(text)]);
  }

  private importEquals(node: ts.ImportEqualsDeclaration): ts.Statement[] {
    if (ts.isExternalModuleReference(node.moduleReference) || node.isTypeOnly) {
      return this.there([node.name.text]);
    }
    const [root, ...parts] = entityPath(node.moduleReference);
    if (!isScopeName(this.file, root.text) || !this.isValue(node.name)) {
      return this.there([node.name.text]);
    }
    const read = parts.reduce<ts.Expression>(
      (object, { text }) => factory.createPropertyAccessExpression(object, text),
      this.inScope(root),
    );
    const assignment = factory.createAssignment(this.inScope(node.name), read);
    return this.declared([node.name.text], [at(asStatement(assignment), node)]);
  }

  /** `export { a as b }` gives what a stands for another name. */
  private exports(node: ts.ExportDeclaration): ts.Statement[] {
    const { exportClause, moduleSpecifier } = node;
    if (!exportClause || !ts.isNamedExports(exportClause)) {
      if (exportClause) this.there([exportClause.name.text]);
      return [];
    }
    const names = exportClause.elements.map(({ name }) => name.text);
    this.there(names.filter((name) => name !== "default"));
    if (moduleSpecifier) return [];
    for (const { name, propertyName, isTypeOnly } of exportClause.elements) {
      if (!propertyName || isTypeOnly || node.isTypeOnly || name.text === "default") continue;
      if (!ts.isIdentifier(propertyName) || !isScopeName(this.file, propertyName.text)) continue;
      const read = factory.createArrowFunction(
        undefined,
        undefined,
        [],
        undefined,
        undefined,
        this.inScope(propertyName),
      );
      const alias = factory.createPropertyAccessExpression(id(this.names.run), "alias");
      const call = factory.createCallExpression(alias, undefined, [
        factory.createStringLiteral(name.text),
        read,
      ]);
      this.hoisted.push(asStatement(call));
    }
    return [];
  }

  /** A statement that may declare names by a `var` somewhere inside it. */
  private other(node: ts.Statement): ts.Statement[] {
    const names = varNames(node);
    const visited = ts.visitNode(node, this.visit) as ts.Statement;
    if (names.length === 0) return [visited];
    return [...this.declared(names, []), visited];
  }

  private visitExpression = (node: ts.Expression): ts.Expression =>
    ts.visitNode(node, this.visit) as ts.Expression;

  private visit = (node: ts.Node): ts.Node | undefined => {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return node;
    if (ts.isIdentifier(node)) {
      return isReference(node) && refersToScope(this.file, node) ? this.inScope(node) : node;
    }
    if (ts.isShorthandPropertyAssignment(node)) return this.shorthand(node);
    if (ts.isCallExpression(node)) return this.call(node);
    if (ts.isTaggedTemplateExpression(node)) {
      const tag = this.callee(node.tag);
      const template = this.visitExpression(node.template) as ts.TemplateLiteral;
      return factory.updateTaggedTemplateExpression(node, tag, node.typeArguments, template);
    }
    if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) {
      return at(factory.createPropertyAccessExpression(id(this.names.run), "meta"), node);
    }
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      return this.assignment(node);
    }
    if (ts.isVariableDeclarationList(node) && isTopLevelVar(node)) return this.inLoop(node);
    if (ts.isVariableStatement(node) && isTopLevelVar(node.declarationList)) {
      const assigned = assignAll(node.declarationList, this.inScope, this.visitExpression);
      return assigned ? at(asStatement(assigned), node) : factory.createEmptyStatement();
    }
    return ts.visitEachChild(node, this.visit, this.context);
  };

  private shorthand(node: ts.ShorthandPropertyAssignment): ts.Node {
    const { name, objectAssignmentInitializer: given } = node;
    const standard = given && this.visitExpression(given);
    if (!refersToScope(this.file, name)) {
      return factory.updateShorthandPropertyAssignment(node, name, standard);
    }
    const access = this.inScope(name);
    const value = standard ? factory.createAssignment(access, standard) : access;
    return at(factory.createPropertyAssignment(factory.createIdentifier(name.text), value), node);
  }

  private call(node: ts.CallExpression): ts.Node {
    const args = node.arguments.map(this.visitExpression);
    if (node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const load = factory.createPropertyAccessExpression(id(this.names.run), "import");
      return at(factory.createCallExpression(load, undefined, args), node);
    }
    const callee = this.callee(node.expression);
    return ts.isCallChain(node)
      ? factory.updateCallChain(node, callee, node.questionDotToken, node.typeArguments, args)
      : factory.updateCallExpression(node, callee, node.typeArguments, args);
  }

  /** A function called by its name has no `this`: that of a property would be the scope. */
  private callee(node: ts.Expression): ts.Expression {
    const bare = internals.skipOuterExpressions(node);
    const visited = this.visitExpression(node);
    if (!ts.isIdentifier(bare) || !refersToScope(this.file, bare)) return visited;
    const comma = factory.createComma(factory.createNumericLiteral(0), this.inScope(bare));
    const whole = at(factory.createParenthesizedExpression(comma), node);
    // Without a place for its end, a call's place in a stack trace is where its name is.
    return ts.setEmitFlags(
      whole,
      ts.EmitFlags.NoTrailingSourceMap | ts.EmitFlags.NoNestedSourceMaps,
    );
  }

  private assignment(node: ts.BinaryExpression): ts.Node {
    const { left, right, operatorToken } = node;
    const value = this.visitExpression(right);
    const named = ts.isIdentifier(left) && refersToScope(this.file, left);
    const to = this.visitExpression(left);
    const given = named ? withName(left, value) : value;
    return factory.updateBinaryExpression(node, to, operatorToken, given);
  }

  /** `for (var i = 0; …)`, `for (var x of …)`. */
  private inLoop(list: ts.VariableDeclarationList): ts.Node | undefined {
    const { parent } = list;
    if (ts.isForStatement(parent)) return assignAll(list, this.inScope, this.visitExpression);
    return target(list.declarations[0].name, this.inScope, this.visitExpression);
  }

  private inScope = (name: ts.Identifier): ts.Expression =>
    at(factory.createPropertyAccessExpression(id(this.names.scope), name.text), name);

  private keep(name: string): ts.Statement {
    const access = factory.createPropertyAccessExpression(id(this.names.scope), name);
    return asStatement(factory.createAssignment(access, id(name)));
  }
}

const id = (name: string) => factory.createIdentifier(name);
const asStatement = (expression: ts.Expression) => factory.createExpressionStatement(expression);

/** Gives what is made the place of what was written. */
function at<T extends ts.Node>(made: T, written: ts.Node): T {
  return ts.setTextRange(made, written);
}

/** A declaration's modifiers without `export` and `default`. */
function without<T extends ts.HasModifiers>(node: T, decorators?: false): ts.Modifier[] | undefined;
function without<T extends ts.HasModifiers>(
  node: T,
  decorators: true,
): ts.ModifierLike[] | undefined;
function without(node: ts.HasModifiers): ts.ModifierLike[] | undefined {
  return node.modifiers?.filter(
    ({ kind }) => kind !== ts.SyntaxKind.ExportKeyword && kind !== ts.SyntaxKind.DefaultKeyword,
  );
}

/** The names of `a.b.c`. */
function entityPath(name: ts.EntityName): ts.Identifier[] {
  return ts.isIdentifier(name) ? [name] : [...entityPath(name.left), name.right];
}

/** The names that a statement declares for the whole cell by a `var` inside it. */
function varNames(node: ts.Node): string[] {
  if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isExpressionStatement(node)) return [];
  const names: string[] = [];
  if (ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.BlockScoped)) {
    for (const { name } of node.declarations) names.push(...namesIn(name));
  }
  ts.forEachChild(node, (child) => void names.push(...varNames(child)));
  return names;
}
