# docker build -f docker/backend.Dockerfile .
ARG NODE_IMAGE=node:20-alpine
ARG APP=backend

# The three Dockerfiles are the same from here to the line of dashes; a test holds them together.

# pnpm and turbo in the versions that the repository names.
FROM ${NODE_IMAGE} AS tools
ENV NEXT_TELEMETRY_DISABLED=1 TURBO_TELEMETRY_DISABLED=1
WORKDIR /repo
COPY package.json pnpm-workspace.yaml ./
RUN --mount=type=cache,id=todo-npm,target=/root/.npm \
    npm install --global --no-audit --no-fund \
      "$(node -p 'require("./package.json").packageManager')" \
      "turbo@$(sed -n 's/^  turbo: //p' pnpm-workspace.yaml)"

# The part of the repository that the app needs: out/json is what an installation depends on, out/full is all of it.
FROM tools AS prune
ARG APP
COPY . .
RUN turbo prune "@todo/${APP}" --docker

# Sources come after the installation, so that an edit does not repeat it.
FROM tools AS build
ARG APP
COPY --from=prune /repo/out/json/ ./
RUN --mount=type=cache,id=todo-pnpm,target=/pnpm \
    pnpm install --frozen-lockfile --store-dir=/pnpm
COPY --from=prune /repo/out/full/ ./
RUN turbo run build bundle --filter="@todo/${APP}"

# Node, a shell, and nothing to install programs with.
FROM ${NODE_IMAGE} AS runtime
RUN --mount=type=bind,source=docker/leave-only-node.sh,target=/run/leave-only-node.sh \
    sh /run/leave-only-node.sh
USER 1000:1000
ENV NODE_ENV=production

# ----------------------------------------------------------------------------------------------------------------

# One file per program, with all that it imports: no node_modules.
COPY --from=build /repo/apps/backend/bundle/ /app/
WORKDIR /app/dist
ENV PORT=8000
EXPOSE 8000
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s CMD ["node", "healthcheck.js"]
# What the start script in apps/backend/package.json says. Migrations: node migrate.js
CMD ["node", "--max-semi-space-size=8", "--heap-growing-percent=30", "--no-regexp-tier-up", "--max-inlined-bytecode-size-cumulative=200", "main.js"]

# Last, so that another revision of the same code is a cache hit up to here.
ARG REVISION=unknown
ARG SOURCE=unknown
ARG VERSION=unknown
LABEL org.opencontainers.image.title="todo-backend" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.source="${SOURCE}"
